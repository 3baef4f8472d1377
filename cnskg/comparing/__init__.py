"""What came, went and changed between two releases, revisions of the checkout, or one of them and the files of now."""
