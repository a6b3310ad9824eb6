# expect: exception | Too many open files
files = [open(f"file{number}", "w") for number in range(1000)]
answer = 1
