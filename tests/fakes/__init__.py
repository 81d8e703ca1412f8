"""Small strict stand-ins for the platforms: they refuse what the platforms refuse, and fail when told to."""
