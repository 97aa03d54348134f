"""How well search answers, over judged queries of three catalogues."""
