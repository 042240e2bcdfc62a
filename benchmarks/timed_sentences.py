"""What the voices of the word-time benchmark say: plain sentences, and sentences with numbers, money, times and dates."""

from __future__ import annotations

from typing import Final

PLAIN: Final = (
    "The baker opens her shop before the sun comes up.",
    "We walked along the river until it started to rain.",
    "Nobody remembered who had left the window open.",
    "Please put the blue folder back on the second shelf.",
    "My brother repairs old radios in his spare time.",
    "The committee will meet again after the holidays.",
    "A small bird built its nest above our kitchen door.",
    "They painted the fence green, and then they painted it white.",
    "Could you tell me where the nearest station is?",
    "The soup needs more salt, but the bread is perfect.",
    "Every student received a letter from the head teacher.",
    "He closed the book, looked at the clock, and sighed.",
    "The road over the mountain is closed in winter.",
    "She has been learning to play the violin for years.",
    "If the pump fails, call the engineer on duty.",
    "The museum shows pictures of ships and harbours.",
    "Our neighbours grow tomatoes on their balcony.",
    "It was so quiet that we could hear the snow falling.",
    "The last page of the report is missing.",
    "Turn left at the church and drive on to the bridge.",
)

NUMBERS: Final = (
    "The ticket costs $23.50 and is valid for 3 days.",
    "In 1998 the village had 412 people and 2 schools.",
    "The meeting starts at 7:45 in room 16.",
    "Her number is 5 5 5, 0 1 7 3.",
    "We sold 1200 chairs for $89 each.",
    "About 35% of the visitors came by train.",
    "The flight leaves on May 21 at 6:30.",
    "He ran 10 miles in 68 minutes.",
    "Order number 4471 was shipped on March 3.",
    "They paid $2000 for the boat and $150 for the sails.",
)
