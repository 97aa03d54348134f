"""What operations see of search: what was asked and chosen, and which words nobody knows."""
