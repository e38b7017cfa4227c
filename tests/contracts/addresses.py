"""The table of tests/contracts/test_foreign.py: address | what fills its parameters | who may find it at most.

Labels are those of tests/support/house.py; `=word` is taken as it stands; `near_...` is a thing of another case.
Who may find a page may still be told why an act is not possible now. Addresses without parameters name no thing:
who is not listed is turned away or led to a door.
"""

STAFF = "mediator idle coordinator head far far_mediator interpreter waiting"
IN_CASE = "own other supporter observer mediator coordinator interpreter waiting"
BY_VOICE = "own other supporter observer mediator interpreter waiting"
ADDRESSES = f"""
# --- the shell
language                        | -                                 | everybody
theme                           | -                                 | everybody
leave                           | -                                 | everybody
neutral                         | -                                 | everybody
healthz                         | -                                 | everybody
locked                          | -                                 | {STAFF}
lock_now                        | -                                 | {STAFF}
still_here                      | -                                 | {STAFF}
design                          | -                                 | everybody
design_page                     | page==components                 | everybody
# --- the desk
desk:home                       | -                                 | everybody
desk:centres                    | -                                 | everybody
desk:centre_home                | centre=centre                     | everybody
desk:help                       | -                                 | everybody
desk:call_me_back               | -                                 | everybody
desk:case                       | case=case                         | {IN_CASE}
desk:apart                      | case=case                         | {IN_CASE}
desk:today                      | -                                 | {STAFF}
desk:cases                      | -                                 | {STAFF}
desk:called                     | wish=wish                         | mediator coordinator
desk:told                       | notice=notice                     | mediator coordinator
# --- the demo: outside a demo nobody finds these
demo:enter                      | token==abc                        | everybody
demo:outbox                     | -                                 | everybody
demo:letter                     | number==1                         | everybody
# --- people
people:code                     | -                                 | everybody
people:pin                      | -                                 | everybody
people:lost                     | -                                 | everybody
people:link                     | token==abc                       | everybody
people:device                   | -                                 | everybody
people:clear                    | -                                 | everybody
people:card                     | -                                 | everybody
people:register                 | -                                 | {STAFF}
people:card_new                 | -                                 | {STAFF}
people:card_check               | number==KZ-1                      | everybody
people:card_open                | card=card                         | mediator idle coordinator head interpreter waiting
people:card_change              | card=card                         | coordinator head
people:card_paper               | card=card                         | mediator idle coordinator head interpreter waiting
people:list_new                 | -                                 | coordinator head far
people:list                     | entry=list                        | coordinator head
people:points                   | -                                 | coordinator head far
people:interests                | -                                 | coordinator head far
people:away                     | -                                 | coordinator far
people:back                     | absence=absence                   | coordinator
people:card_revoke              | card=card                         | mediator idle coordinator head interpreter waiting
people:centre                   | -                                 | {STAFF}
people:details                  | -                                 | {STAFF}
people:templates                | -                                 | {STAFF}
people:template                 | kind==settlement                  | {STAFF}
people:colleague                | -                                 | {STAFF}
people:role_end                 | role=role                         | mediator idle coordinator head interpreter waiting
people:me                       | -                                 | {STAFF}
people:role                     | -                                 | {STAFF}
people:again                    | -                                 | {STAFF}
people:lock_pin                 | -                                 | {STAFF}
people:sheet                    | -                                 | {STAFF}
people:sheet_for                | person=colleague                  | mediator idle coordinator head interpreter waiting
people:sheet_end                | -                                 | {STAFF}
people:sheet_login              | -                                 | everybody
# --- cases
cases:ask                       | -                                 | everybody
cases:ask2                      | -                                 | everybody
cases:ask3                      | -                                 | everybody
cases:later                     | -                                 | everybody
cases:mine                      | -                                 | everybody
cases:take_back                 | -                                 | everybody
cases:another                   | -                                 | everybody
cases:requests                  | -                                 | {STAFF}
cases:request                   | request_id=request                | coordinator
cases:request                   | request_id=draft                  | nobody
cases:walk_in                   | -                                 | mediator idle coordinator far far_mediator
cases:read_back                 | read_back_id=read_back            | own mediator coordinator idle
cases:witness                   | read_back_id=read_back            | own mediator coordinator idle
cases:invited                   | invitation_id=invitation          | own mediator coordinator
cases:people                    | case_id=case                      | {IN_CASE}
cases:appoint                   | case_id=case                      | mediator coordinator
cases:seek                      | case_id=case                      | coordinator
cases:seek_on                   | case_id=case                      | coordinator
cases:mediator                  | case_id=case                      | own other mediator coordinator
cases:choose                    | case_id=case                      | own other
cases:proposal                  | appointment_id=proposal           | idle
cases:proposal                  | appointment_id=appointment        | nobody
cases:handover                  | person_id=colleague               | coordinator
cases:add_side                  | case_id=case                      | mediator coordinator
cases:add_person                | case_id=case side_id=side         | mediator coordinator
cases:add_person                | case_id=case side_id=near_side    | nobody
cases:end_part                  | case_id=case participant_id=participant | mediator coordinator
cases:end_part                  | case_id=case participant_id=near_participant | nobody
cases:new_way                   | case_id=case participant_id=participant | mediator coordinator
cases:new_way                   | case_id=case participant_id=near_participant | nobody
cases:confirm_person            | case_id=case participant_id=participant | mediator coordinator
cases:confirm_person            | case_id=case participant_id=near_participant | nobody
cases:vouch                     | case_id=case participant_id=participant | nobody
cases:vouch                     | case_id=case participant_id=near_participant | nobody
cases:hand                      | case_id=case participant_id=participant | mediator
cases:hand                      | case_id=case participant_id=near_participant | nobody
cases:calls                     | case_id=case                      | mediator coordinator
cases:read_back_begin           | case_id=case side_id=side person_id=elder | mediator coordinator
cases:read_back_begin           | case_id=case side_id=near_side person_id=elder | nobody
cases:read_back_number          | case_id=case side_id=side person_id=elder | mediator coordinator
cases:read_back_number          | case_id=case side_id=near_side person_id=elder | nobody
cases:share                     | case_id=case side_id=side         | mediator coordinator
cases:share                     | case_id=case side_id=near_side    | nobody
cases:name_side                 | case_id=case                      | {IN_CASE}
cases:invitation                | case_id=case invitation_id=invitation | own mediator coordinator
cases:letter                    | case_id=case invitation_id=invitation | mediator coordinator
cases:tried                     | case_id=case invitation_id=invitation | mediator coordinator
cases:reach_invited             | case_id=case invitation_id=invitation | mediator coordinator
cases:reach                     | case_id=case                      | own other supporter observer
cases:reach_person              | case_id=case participant_id=participant | own mediator coordinator
cases:reach_person              | case_id=case participant_id=near_participant | nobody
cases:company                   | case_id=case                      | {IN_CASE}
cases:add_supporter             | case_id=case side_id=side         | mediator coordinator
cases:add_supporter             | case_id=case side_id=near_side    | nobody
cases:add_observer              | case_id=case                      | coordinator
cases:undertaking               | case_id=case participant_id=beside | supporter mediator coordinator
cases:undertaking               | case_id=case participant_id=near_participant | nobody
cases:promise                   | case_id=case participant_id=beside | supporter mediator coordinator
cases:promise                   | case_id=case participant_id=near_participant | nobody
cases:screening                 | case_id=case side_id=side         | mediator coordinator
cases:screening                 | case_id=case side_id=near_side    | nobody
cases:consent                   | case_id=case                      | own other mediator coordinator
cases:withdraw                  | case_id=case side_id=side         | own mediator coordinator
cases:withdraw                  | case_id=case side_id=near_side    | nobody
cases:record                    | case_id=case                      | mediator coordinator
cases:title                     | case_id=case                      | mediator coordinator
cases:closing                   | case_id=case                      | mediator coordinator
cases:note                      | case_id=case side_id=side         | mediator
cases:note                      | case_id=case side_id=near_side    | nobody
cases:mode                      | case_id=case                      | {IN_CASE}
cases:stage                     | case_id=case                      | mediator coordinator
# --- rooms
room:space                      | space=caucus                      | own supporter mediator interpreter
room:space                      | space=joint                       | own other supporter observer mediator interpreter
room:space                      | space=team                        | mediator interpreter
room:space                      | space=near_caucus                 | stranger idle
room:here                       | space=caucus                      | own supporter mediator interpreter
room:interpreters               | space=caucus                      | mediator own supporter interpreter
room:release                    | message=said                      | own supporter mediator interpreter
room:translate                  | message=said                      | own supporter mediator interpreter
room:take_back                  | message=said                      | own supporter mediator interpreter
room:check_translation          | translation=translation           | own supporter mediator interpreter
room:withdraw_release           | release=release                   | own supporter mediator interpreter
room:ledger                     | case=case                         | own other mediator
room:meetings                   | case=case                         | {IN_CASE}
room:call                       | case=case                         | {BY_VOICE}
room:held                       | case=case                         | mediator coordinator
room:meeting_record             | meeting=meeting                   | mediator coordinator
room:file                       | file=file                         | own supporter mediator interpreter
room:who                        | case=case                         | mediator
room:aside                      | space=caucus                      | own supporter mediator interpreter
room:hand                       | participant=participant           | mediator
room:hand                       | participant=near_participant      | idle
room:record                     | meeting=held_meeting              | mediator coordinator
room:times                      | case=case                         | {IN_CASE}
room:propose                    | case=case                         | mediator
room:answer_for                 | participant=participant           | own mediator coordinator
room:answer_for                 | participant=near_participant      | stranger idle coordinator
room:move                       | meeting=meeting                   | mediator
room:calendar                   | meeting=meeting                   | {IN_CASE}
# --- the table, the text, signatures
settlements:issues              | case=case                         | own other mediator
settlements:propose_option      | issue=issue                       | own other mediator
settlements:mark_issue          | issue=issue                       | own other mediator
settlements:mark_option         | option=option                     | own other mediator
settlements:note_issue          | issue=issue                       | own other mediator
settlements:note_option         | option=option                     | own other mediator
settlements:agreement           | case=case                         | mediator
settlements:start               | case=case                         | own other mediator
settlements:text                | document=document                 | own other mediator
settlements:new_clause          | document=document                 | own other mediator
settlements:text_settings       | document=document                 | own other mediator
settlements:final               | document=document                 | own other mediator
settlements:edit                | clause=clause                     | own other mediator
settlements:begin               | clause=clause                     | own other mediator
settlements:agree               | clause=clause                     | own other mediator
settlements:note_clause         | clause=clause                     | own other mediator
settlements:take_back           | clause=clause                     | own other mediator
settlements:remark              | clause=clause                     | own other mediator
settlements:remove              | clause=clause                     | own other mediator
settlements:versions            | clause=clause                     | own other mediator
settlements:sign                | document=document                 | own other mediator
settlements:reopen              | document=document                 | own other mediator
settlements:ask_code            | line=signature                    | own other mediator
settlements:read_out            | line=signature                    | own other mediator
settlements:interpreted         | line=signature                    | mediator
settlements:refuse              | line=signature                    | own other mediator
settlements:paper               | document=document                 | own other mediator coordinator
settlements:choose_pen          | line=signature                    | own other mediator coordinator
settlements:slip                | line=signature                    | own other mediator coordinator
settlements:at_request          | line=signature                    | own other mediator coordinator
settlements:witness             | line=signature                    | own other mediator coordinator
settlements:scan                | scan=scan                         | mediator coordinator
settlements:look                | scan=scan number==1               | mediator coordinator
settlements:picture             | scan=scan number==1 what==scan    | mediator coordinator
settlements:copy                | scan=scan position==1             | mediator coordinator
settlements:sign_here           | line=signature                    | mediator
settlements:copies              | document=document                 | mediator
settlements:kept                | document=document what==pdf       | own other mediator
settlements:after               | case=case                         | own other mediator coordinator
settlements:pulse               | case=case                         | own other mediator coordinator
settlements:back_to_table       | case=case                         | own other mediator coordinator
settlements:keep                | case=case                         | own other mediator coordinator
settlements:report              | duty=duty                         | own other mediator coordinator
settlements:addendum            | case=case                         | mediator
settlements:court               | case=case                         | mediator coordinator
settlements:court_paper         | case=case kind==motion_to_stay form==docx | mediator coordinator
settlements:ending              | side=side form==docx              | nobody
settlements:ending              | side=near_side form==docx         | nobody
settlements:draft               | document=document                 | own other mediator
settlements:agreement_draft     | case=case                         | mediator
settlements:demands             | -                                 | mediator idle coordinator head far far_mediator
settlements:demands_of          | case=case                         | mediator coordinator
settlements:confirm_demand      | demand=demand                     | mediator coordinator head
settlements:give_demanded       | demand=confirmed_demand           | mediator coordinator head
settlements:check               | -                                 | everybody
settlements:check_paper         | code==123412341234                | everybody
# --- the office's books
# --- the search for a package
compromise:page                 | case=case                         | own other mediator
compromise:keep_out             | search=search                     | own other mediator
compromise:set_apart            | search=search                     | own other mediator
compromise:agree                | search=search                     | own other
compromise:end                  | search=search                     | own other mediator
compromise:unlock               | search=search                     | own other
compromise:write                | search=search                     | own other mediator
compromise:note_deal            | search=search                     | own other mediator
compromise:own                  | search=search                     | own other
compromise:begin                | search=search                     | own other
compromise:list                 | search=search at==0               | own other
compromise:check                | search=search                     | own other
compromise:ready                | search=search                     | own other
compromise:share                | search=search                     | own other
compromise:told                 | part=part                         | own
compromise:reply                | round=round                       | own other mediator
compromise:record               | round=round                       | nobody
compromise:bidding              | case=case                         | own other mediator
compromise:bidding_agree        | bidding=bidding                   | own other
compromise:bid                  | bidding=bidding                   | own other
compromise:bidding_end          | bidding=bidding                   | own other mediator
compromise:bidding_write        | bidding=bidding                   | own other mediator
# --- community dialogues: what is open is for everybody, by its own short address
dialogue:listed                 | -                                 | everybody
dialogue:talk                   | slug==opentalk                    | everybody
dialogue:talk                   | slug==preptalk                    | mediator idle coordinator head
dialogue:vote                   | slug==opentalk                    | everybody
dialogue:mine                   | slug==opentalk                    | everybody
dialogue:take_back              | slug==opentalk                    | everybody
dialogue:say                    | slug==opentalk                    | everybody
dialogue:stand                  | slug==opentalk                    | everybody
dialogue:results                | slug==opentalk                    | everybody
dialogue:log                    | slug==opentalk                    | everybody
dialogue:leave                  | slug==opentalk                    | everybody
dialogue:ballot                 | slug==openballot                  | everybody
dialogue:ratifying              | case=case                         | own other mediator
dialogue:ratify_agree           | ratification=ballot               | own other
dialogue:ratify_note            | ratifier=ratifier                 | own other mediator
dialogue:ratify_open            | ratification=ballot               | own other mediator
dialogue:ratify_papers          | ratifier=ratifier                 | mediator
dialogue:ratify_count           | ratification=ballot               | mediator
dialogue:ratify_end             | ratification=ballot               | own other mediator
dialogue:ratify_strike          | ratifier=ratifier                 | own other mediator
dialogue:shelf                  | -                                 | mediator idle coordinator head far far_mediator
dialogue:new                    | -                                 | coordinator head far
dialogue:desk                   | talk=talk                         | mediator idle coordinator head
dialogue:change                 | talk=prepared_talk                | coordinator head
dialogue:bring                  | talk=prepared_talk                | coordinator head
dialogue:begin                  | talk=prepared_talk                | mediator idle coordinator head
dialogue:end                    | talk=talk                         | coordinator head
dialogue:slips                  | talk=talk                         | coordinator head
dialogue:queue                  | talk=talk                         | mediator idle coordinator head
dialogue:judge                  | talk=talk number==4               | mediator idle coordinator head
dialogue:statement              | talk=talk number==4               | mediator idle coordinator head
dialogue:table                  | talk=talk                         | mediator idle
dialogue:export                 | talk=over_talk name==comments.csv | mediator idle coordinator head
journal:shelf                   | -                                 | mediator idle coordinator head far far_mediator
journal:numbering               | -                                 | head
journal:consultation            | -                                 | mediator idle coordinator far far_mediator
journal:consultations           | -                                 | mediator idle coordinator far far_mediator
journal:consultations_file      | year==2026                        | coordinator head far
journal:entry                   | entry=consultation                | mediator coordinator
journal:book                    | book==cases                       | coordinator head far
journal:book                    | book==other                       | nobody
journal:paper                   | book==incoming                    | coordinator far
journal:book_file               | book==cases year==2026            | coordinator head far
journal:line                    | line=line                         | coordinator head
journal:report                  | -                                 | coordinator head far
journal:report_file             | -                                 | coordinator head far
journal:case                    | case=case                         | mediator coordinator
journal:statistics              | -                                 | everybody
journal:statistics_file         | form==csv                         | everybody
# --- the demo
demo:enter                      | token==abc                        | nobody
demo:outbox                     | -                                 | nobody
demo:letter                     | number==1                         | nobody
# --- staff login (django-allauth)
account_login                   | -                                 | everybody
account_logout                  | -                                 | everybody
account_inactive                | -                                 | everybody
account_reauthenticate          | -                                 | everybody
account_confirm_login_code      | -                                 | everybody
account_request_login_code      | -                                 | everybody
account_signup                  | -                                 | nobody
account_email                   | -                                 | nobody
account_email_verification_sent | -                                 | nobody
account_confirm_email           | key==abc                          | nobody
account_change_password         | -                                 | nobody
account_set_password            | -                                 | nobody
account_reset_password          | -                                 | nobody
account_reset_password_done     | -                                 | nobody
account_reset_password_from_key | uidb36==1 key==abc                | nobody
account_reset_password_from_key_done | -                            | nobody
mfa_index                       | -                                 | {STAFF}
mfa_authenticate                | -                                 | nobody
mfa_reauthenticate              | -                                 | {STAFF}
mfa_activate_totp               | -                                 | {STAFF}
mfa_deactivate_totp             | -                                 | {STAFF}
mfa_view_recovery_codes         | -                                 | {STAFF}
mfa_generate_recovery_codes     | -                                 | {STAFF}
mfa_download_recovery_codes     | -                                 | {STAFF}
mfa_list_webauthn               | -                                 | {STAFF}
mfa_add_webauthn                | -                                 | {STAFF}
mfa_reauthenticate_webauthn     | -                                 | {STAFF}
mfa_remove_webauthn             | pk==1                             | {STAFF}
mfa_edit_webauthn               | pk==1                             | {STAFF}
mfa_login_webauthn              | -                                 | everybody
"""
# Addresses without a name of their own: what django-allauth would offer and this house closes to everybody.
CLOSED = ("staff/signup/", "staff/password/reset/", "staff/email/", "staff/confirm-email/", "staff/reauthenticate/")
