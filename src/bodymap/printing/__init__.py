"""What is printed: the figure as vector drawing, and the page round it."""
