"""Packs as files: what they may say, reading them with every fault named, checking them."""
