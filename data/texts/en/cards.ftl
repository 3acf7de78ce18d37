# Cards: whose advice, what the reporting adds, and on paper.

guide-source =
    { $kind ->
        [authority] { $name } · { $publisher }, its own page{ $published ->
            [none] {""}
           *[other] , { $published }
        }
        [relay] { $name } · passed on by { $publisher }{ $published ->
            [none] {""}
           *[other] , { $published }
        }
       *[expert] { $name } · { $publisher }, an expert, not an authority{ $published ->
            [none] {""}
           *[other] , { $published }
        }
    }
guide-note = From the reporting: { $claim }
guide-export-heading = What to do in an air raid and after it
guide-export-notice = Made from the public advice of authorities, whose names and dates stand under each card. No rescuer and no medic has signed these cards off yet: if one of them says otherwise, do as they say. Sound of a siren or a blast: first card, first lines.
guide-checked = Checked { $checked }, to be read again by { $review }.
