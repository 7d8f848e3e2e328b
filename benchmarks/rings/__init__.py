"""How well the product finds rings whole, in invented markets where they are known."""
