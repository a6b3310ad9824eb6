# expect: value | [7, 0.5, "text"]
# Subclasses whose own methods run code or raise are read through the built-in types.
class Lies(int):
    def __index__(self):
        raise RuntimeError
    __int__ = __repr__ = __str__ = __index__


class Floats(float):
    def __float__(self):
        raise RuntimeError
    __repr__ = __str__ = __float__


class Text(str):
    def __str__(self):
        raise RuntimeError
    __len__ = __repr__ = __str__


answer = [Lies(7), Floats(0.5), Text("text")]
