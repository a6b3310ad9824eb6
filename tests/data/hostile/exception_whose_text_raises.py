# expect: exception | Rude (its message cannot be shown)
class Rude(Exception):
    def __str__(self):
        raise Rude


raise Rude
