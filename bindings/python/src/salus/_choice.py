"""The base of closed lists of words."""

from enum import Enum


class Choice(str, Enum):
    """A word of a closed list: ``Sex.female == "female"``, and it prints as the word."""

    def __str__(self) -> str:
        return str(self.value)
