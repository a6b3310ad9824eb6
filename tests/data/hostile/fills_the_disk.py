# expect[bubblewrap]: exception | No space left on device
# seconds: 10
for number in range(200):
    with open(f"part{number}", "wb") as file:
        file.write(bytes(2**23))
answer = 1
