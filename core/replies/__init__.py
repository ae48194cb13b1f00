"""From a Plan and its Result to a Reply: sentence, table, files, what to ask next."""
