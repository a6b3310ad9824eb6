# expect: exception | File too large
with open("big", "wb") as file:
    for _ in range(1024):
        file.write(bytes(2**20))
answer = 1
