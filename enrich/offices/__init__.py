"""People by their office: "the Armenian prime minister", "Prime Minister Nikol Pashinyan".

vocabulary   what news calls an office, from ``vocabulary.toml``: for all that read such words
phrases      the phrases of a document that stand for whoever holds an office
linking      who that was on the day of the text

Who held which office when is for ``gazetteer.store.offices`` to tell. Nothing here knows of the
finding of names or of the ranker, both of which look words up in the vocabulary.
"""
