"""What several backends share: finding weights, features, tokens."""
