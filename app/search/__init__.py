"""Search: one understanding of what people type, two engines that answer it."""
