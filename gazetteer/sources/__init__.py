"""Readers of published formats; ``registry`` lists them, ``protocol`` says what each offers."""
