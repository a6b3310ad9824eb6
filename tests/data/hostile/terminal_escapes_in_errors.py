# expect: exception | ValueError: \x1b[2J\x1b]52;c;aGFja2Vk\x07
raise ValueError("\x1b[2J\x1b]52;c;aGFja2Vk\x07")
