# expect: exception | Endless (its message cannot be shown)
# line: 9
class Endless(Exception):
    def __str__(self):
        while True:
            pass


raise Endless
