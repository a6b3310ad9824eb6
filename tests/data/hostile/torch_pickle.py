# expect: bad-value | of type Linear
# torch
import torch

answer = torch.nn.Linear(2, 2)
