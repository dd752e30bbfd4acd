// Filled by its first component.
