"""The Vietnamese surface: how people spell, shorten, mistype and run words together."""
