"""What other programs do with the same claims, one file each. ``load(place, lines)`` stores a file of them durably."""
