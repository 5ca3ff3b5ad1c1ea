"""What a reader may ask of us: to see everything we keep, to be erased, to agree or not."""
