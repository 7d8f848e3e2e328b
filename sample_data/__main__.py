"""`python -m sample_data` writes the sample data anew."""

from __future__ import annotations

import sys

from sample_data.generate import main

sys.exit(main())
