// Themes: see README.md.
