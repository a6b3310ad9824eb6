"""quizcv: interview prep for computer vision where every answer has been executed."""

__version__ = "0.1.0"
