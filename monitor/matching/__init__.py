"""From an article to a judgement: pure functions over values, no file, socket, clock or database."""
