"""What the pages load that is made of npm packages, and how it is made. No part of the package cnskg."""
