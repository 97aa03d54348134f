"""Best bets: answers that editors pin above the hits of a search."""
