"""Addresses and small places that no gazetteer knows, asked of a geocoder through geopy.

- ``geocoder``: what a name may mean, within an area; bounded, spaced in time, kept in a cache.
- ``services``: Nominatim, Photon and Pelias as geopy asks them; loads geopy.
- ``answers``: what they answer, checked field by field.
- ``sorts``: what sort of place it is, its GeoNames code and its size.
"""

from gazetteer.geocoding.answers import Geocoded
from gazetteer.geocoding.geocoder import PROVIDERS, Geocoder, address_of

__all__ = ["PROVIDERS", "Geocoded", "Geocoder", "address_of"]
