"""An attacker who knows every child but not who was absent, and reads all that governors can read.

Written from the rules of disclosure alone: nothing here calls or copies what the publishing code itself
checks, so that a mistake made there is not made here as well.
"""
