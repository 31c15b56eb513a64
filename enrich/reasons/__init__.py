"""Why a link is what it is: grounds as data, and the words for them."""
