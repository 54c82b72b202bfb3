"""Reports: one file is one report format."""
