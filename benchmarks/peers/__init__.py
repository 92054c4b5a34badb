"""The same figures with the same controls, made with each of the peers as its own documentation recommends."""
