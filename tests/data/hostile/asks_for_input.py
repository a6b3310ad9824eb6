# expect: exception | EOFError
answer = input("password: ")
