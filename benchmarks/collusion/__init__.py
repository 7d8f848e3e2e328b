"""How well the product ranks the tenders and firms of cartels that courts have proven."""
