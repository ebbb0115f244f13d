"""How rules race: one path in full, many lanes of which the ends are kept, and what follows from them."""
