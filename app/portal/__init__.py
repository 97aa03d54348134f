"""The public portal: pages rendered on the server, Arabic first."""
