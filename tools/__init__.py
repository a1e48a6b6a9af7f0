"""How the word book was made. Nothing here runs in the product or its tests."""
