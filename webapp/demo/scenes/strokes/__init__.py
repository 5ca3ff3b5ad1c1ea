"""What every scene is drawn with: colours, the sheet, and strokes from sky to ornament."""
