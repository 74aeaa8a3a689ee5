"""Generated code: typed arguments of the components. `make generate` writes it; do not edit."""
