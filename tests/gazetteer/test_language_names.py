"""Countries, cities, leaders and organisations by the names that newspapers have for them."""

import pytest

# What stands behind "=" is the name shown of what is found first.
NAMES = {
    "az": "Rusiya=Russia ABŞ=United_States BMT=United_Nations Avropa_İttifaqı=European_Union"
    " Qarabağ=Nagorno-Karabakh Xəzər_dənizi=Caspian_Sea İlham_Əliyev=Ilham_Aliyev"
    " İrəvan=Yerevan Ağ_Ev=White_House",
    "tr": "Rusya=Russia ABD=United_States Almanya=Germany Kudüs=Jerusalem"
    " Karabağ=Nagorno-Karabakh Karadeniz=Black_Sea Vladimir_Zelenskiy=Volodymyr_Zelenskyy"
    " Birleşmiş_Milletler=United_Nations TBMM=Grand_National_Assembly_of_Turkey",
    "ka": "რუსეთი=Russia აშშ=United_States თბილისი=Tbilisi სტამბოლი=Istanbul"
    " შავი_ზღვა=Black_Sea ვლადიმერ_პუტინი=Vladimir_Putin ევროკავშირი=European_Union"
    " ქართული_ოცნება=Georgian_Dream ცხინვალის_რეგიონი=South_Ossetia",
    "fa": "روسیه=Russia ایالات_متحده=United_States آلمان=Germany نخجوان=Nakhchivan"
    " خلیج_فارس=Persian_Gulf پوتین=Vladimir_Putin سازمان_ملل=United_Nations"
    " سپاه_پاسداران=Islamic_Revolutionary_Guard_Corps",
    "he": "רוסיה=Russia ארצות_הברית=United_States גרמניה=Germany הגדה_המערבית=West_Bank"
    " ים_המלח=Dead_Sea נתניהו=Benjamin_Netanyahu האו״ם=United_Nations"
    " צה״ל=Israel_Defense_Forces הכנסת=Knesset",
    "pl": "Rosja=Russia Stany_Zjednoczone=United_States Niemcy=Germany Rzym=Rome Krym=Crimea"
    " Morze_Czarne=Black_Sea Wołodymyr_Zełenski=Volodymyr_Zelenskyy ONZ=United_Nations"
    " Unia_Europejska=European_Union",
    "it": "Stati_Uniti=United_States Germania=Germany Parigi=Paris Cisgiordania=West_Bank"
    " mar_Caspio=Caspian_Sea Nazioni_Unite=United_Nations Unione_europea=European_Union"
    " Casa_Bianca=White_House",
    "pt": "Rússia=Russia Estados_Unidos=United_States Alemanha=Germany Moscovo=Moscow"
    " Cisjordânia=West_Bank Nações_Unidas=United_Nations União_Europeia=European_Union"
    " Casa_Branca=White_House",
    "nl": "Rusland=Russia Verenigde_Staten=United_States Duitsland=Germany Wenen=Vienna"
    " Kaspische_Zee=Caspian_Sea Poetin=Vladimir_Putin NAVO=NATO Europese_Unie=European_Union",
    "zh": "俄罗斯=Russia 中方=China 美=United_States 美国=United_States 德国=Germany 北京=Beijing"
    " 里海=Caspian_Sea"
    " 普京=Vladimir_Putin 联合国=United_Nations 欧盟=European_Union 亚美尼亚=Armenia",
}


@pytest.mark.parametrize("code", NAMES)
def test_the_names_of_a_language_lead_to_what_they_name(gazetteer, code):
    pairs = dict(pair.replace("_", " ").split("=") for pair in NAMES[code].split())
    assert {name: gazetteer.lookup(name)[0].entity.name for name in pairs} == pairs


@pytest.mark.parametrize(
    ("name", "not_first"),
    [
        ("AI", "European Union"),
        ("Tunis", "Tunisia"),
        ("Sara", "Ahmed al-Sharaa"),
        ("Fas", "Morocco"),
    ],
)
def test_names_of_other_languages_take_none_from_english(gazetteer, name, not_first):
    assert not_first not in {hit.entity.name for hit in gazetteer.lookup(name)[:1]}
