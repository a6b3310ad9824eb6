# expect: memory
# memory: 256
# seconds: 10
items = [0]
while True:
    items = items + items
