# expect: exception | RecursionError
def down(depth):
    return down(depth + 1) + 1


answer = down(0)
