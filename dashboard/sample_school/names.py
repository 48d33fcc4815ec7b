"""Invented names for invented pupils: as varied as the children of an English primary school."""

from dataclasses import dataclass


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


@dataclass(frozen=True)
class Community:
    """Families that share names, ethnicity codes and a likely home language."""

    share: float
    ethnicities: tuple[str, ...]
    eal_share: float
    eid_share: float
    surnames: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]


BRITISH = Community(
    share=0.60,
    ethnicities=("WBRI",) * 16 + ("WOTH", "WIRI", "MOTH", "MWBC", "NOBT"),
    eal_share=0.01,
    eid_share=0.0,
    surnames=words(
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White "
        "Roberts Green Hall Wood Jackson O'Neil Harris Clark Turner Hill Cooper Morris Ward Moore King "
        "Watson Baker Harrison Morgan Allen James Scott Phillips Marsh-Hale Parker Bennett Cook "
        "Shaw Fletcher Barker Gibbs D'Arcy Holloway Penrose St.John Whitlock-Ames Hartley Pike Sutton"
    ),
    girls=words(
        "Amelia Olivia Isla Ava Zoë Freya Poppy Evie Grace Lily Ella Millie Chloë Rosie Daisy Imogen Harriet "
        "Niamh Maisie Phoebe Erin Matilda Beatrice Anna-Mae Orla Robyn Georgia Bethany Heidi Renée"
    ),
    boys=words(
        "Oliver George Harry Jack Noah Charlie Leo Alfie Theo Freddie Archie Arthur Henry Oscar Thomas "
        "Finn Jude Reuben Toby Rhys Billy-Joe Elliott Callum Dylan Edward Isaac Zach Louis Seán Bertie"
    ),
)
SOUTH_ASIAN_MUSLIM = Community(
    share=0.13,
    ethnicities=("APKN", "APKN", "APKN", "ABAN", "ABAN", "AOTH"),
    eal_share=0.65,
    eid_share=0.9,
    surnames=words(
        "Khan Hussain Ahmed Ali Begum Malik Iqbal Mahmood Akhtar Rahman Chowdhury Shah Mirza Miah"
    ),
    girls=words("Aisha Maryam Fatima Zara Hafsa Aaliyah Inaya Safa Amina Noor Sumayyah Hana"),
    boys=words("Muhammad Yusuf Ibrahim Zayn Hamza Adam Bilal Idris Rayan Musa Haroon Ismail"),
)
INDIAN = Community(
    share=0.08,
    ethnicities=("AIND",),
    eal_share=0.5,
    eid_share=0.05,
    surnames=words("Patel Singh Kaur Sharma Gill Mistry Nair Reddy Bhatt Dhillon Thomas-Varghese"),
    girls=words("Anaya Priya Simran Diya Kiran Meera Jasmin Isha Riya Anoushka"),
    boys=words("Arjun Rohan Veer Aarav Harpreet Dev Kabir Jai Ishaan Neel"),
)
AFRICAN_CARIBBEAN = Community(
    share=0.09,
    ethnicities=("BAFR", "BAFR", "BCRB", "BOTH", "MWBC", "MWBA"),
    eal_share=0.3,
    eid_share=0.1,
    surnames=words("Adeyemi Okafor Mensah Campbell Grant Osei Boateng N'Diaye Francis Abebe Mwangi"),
    girls=words("Amara Nia Zuri Temi Esther Naomi Abena Imani Keziah Adaeze"),
    boys=words("Kofi Elijah Tobi Malachi Kwame Josiah Emeka Micah Jaden Femi"),
)
EUROPEAN_AND_OTHER = Community(
    share=0.10,
    ethnicities=("WOTH", "WOTH", "WOTH", "CHNE", "OOTH", "AOTH", "MWAS"),
    eal_share=0.75,
    eid_share=0.12,
    surnames=words(
        "Kowalski Nowak Popescu Silva Björnsen García Nguyễn Wong Petrova Müller Haddad Łukaszewicz Kaya"
    ),
    girls=words("Zofia Maja Elena Sofía Lúcia Mei Ana Léa Yasmin Katya Ingrid Thuý"),
    boys=words("Jakub Filip André Mateo Luka Wei Andrei José Emil Björn Kerem Minh"),
)
COMMUNITIES = (BRITISH, SOUTH_ASIAN_MUSLIM, INDIAN, AFRICAN_CARIBBEAN, EUROPEAN_AND_OTHER)

# The one family that travels for work.
TRAVELLING_SURNAME = "Connors-Lee"
TRAVELLING_ETHNICITY = "WIRT"

TREES = words(
    "Willow Ash Birch Cherry Hazel Maple Oak Rowan Elm Beech Holly Juniper Larch Alder Aspen Cedar Chestnut "
    "Hawthorn Lime Pine Poplar"
)


def class_name(year_group: str, form: int) -> str:
    """'1 Ash': each year group has trees of its own, one for each form of entry."""
    year = 0 if year_group == "R" else int(year_group)
    number = year + 7 * form
    name = f"{year_group} {TREES[number % len(TREES)]}"
    return name if number < len(TREES) else f"{name} {number // len(TREES) + 1}"
