"""The commands of `bitim`, one module each; see bitim.cli for what a module offers."""
