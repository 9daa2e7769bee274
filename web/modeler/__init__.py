"""The policy workshop: procedures are edited, tried, judged, reviewed and published in the browser."""
