"""App: the only place that joins the parts."""
