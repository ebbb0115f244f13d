"""What several rules share: the bias of averages, 2 × 2 matrices, line searches, weight decay."""
