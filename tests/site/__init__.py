"""Rules that the whole house keeps, and the site's own files."""
