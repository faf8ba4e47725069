; setup.exe: the folder of the Windows ZIP, a registration of the automation server if it is wanted, and an uninstaller
; that takes away what was installed and nothing else.
;
;   setup.exe                  asks
;   setup.exe /S               installs without asking: for all users where that is permitted, else for one
;   /CURRENTUSER, /ALLUSERS    for whom
;   /NOCOM                     registers nothing: CreateObject("LegacyBridge.Converter") stays unknown
;   /D=C:\Folder               where, as the last word and without quotes
; Exit codes: 0 done, 1 cancelled, 2 could not.
; scripts/release/setup.sh gives VERSION, TREE, REMOVE, SIZE and OUT.

Unicode true
!include MUI2.nsh
!include x64.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\LegacyBridge"

Name "LegacyBridge ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel highest
SetCompressor /SOLID lzma
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "LegacyBridge"
VIAddVersionKey "FileDescription" "Installs LegacyBridge"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT OR Apache-2.0"

Var Scope ; all or user

!define MUI_FINISHPAGE_SHOWREADME "$INSTDIR\README.html"
!insertmacro MUI_PAGE_LICENSE "${TREE}/licences/LICENSE-MIT"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Both DLLs are registered by the regsvr32 of their width; $0 says for whom.
!macro Registration UN
Function ${UN}Register ; $1: "" or "/u"
  StrCpy $0 ""
  ${If} $Scope == "user"
    StrCpy $0 "/n /i:user"
  ${EndIf}
  ExecWait '"$SYSDIR\regsvr32.exe" /s $1 $0 "$INSTDIR\x86\legacybridge.dll"' $2
  ${If} ${RunningX64}
    ${DisableX64FSRedirection}
    ExecWait '"$WINDIR\System32\regsvr32.exe" /s $1 $0 "$INSTDIR\x64\legacybridge.dll"' $3
    ${EnableX64FSRedirection}
    ${If} $3 <> 0
      StrCpy $2 $3
    ${EndIf}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro Registration ""
!insertmacro Registration "un."

!macro Context UN
Function ${UN}Context
  ${If} ${RunningX64}
    SetRegView 64
  ${EndIf}
  ${If} $Scope == "all"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd
!macroend
!insertmacro Context ""
!insertmacro Context "un."

Section "Libraries, bindings, guides" FILES
  SectionIn RO
  SetOutPath $INSTDIR
  File /r "${TREE}/*"
  IfErrors 0 +3
    SetErrorLevel 2
    Abort "The files could not be written to $INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "LegacyBridge"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "LegacyBridge"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr SHCTX "${KEY}" "Scope" "$Scope"
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  CreateShortCut "$SMPROGRAMS\LegacyBridge.lnk" "$INSTDIR\README.html"
SectionEnd

Section "Automation server (CreateObject)" COM
  StrCpy $1 ""
  Call Register
  ${If} $2 <> 0
    SetErrorLevel 2
    DetailPrint "The automation server could not be registered"
  ${EndIf}
  WriteRegStr SHCTX "${KEY}" "Automation" "1"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${FILES} "Everything that programs need; nothing of it changes Windows."
  !insertmacro MUI_DESCRIPTION_TEXT ${COM} "Registers LegacyBridge.Converter for VBScript, VBA and other COM hosts."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  UserInfo::GetAccountType
  Pop $0
  StrCpy $Scope "user"
  ${If} $0 == "Admin"
    StrCpy $Scope "all"
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/CURRENTUSER" $R1
  ${IfNot} ${Errors}
    StrCpy $Scope "user"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    ${If} $0 != "Admin"
      SetErrorLevel 2
      Quit
    ${EndIf}
    StrCpy $Scope "all"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/NOCOM" $R1
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${COM}
  ${EndIf}
  Call Context
  ${If} $INSTDIR == ""
    ${If} $Scope == "user"
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\LegacyBridge"
    ${ElseIf} ${RunningX64}
      StrCpy $INSTDIR "$PROGRAMFILES64\LegacyBridge"
    ${Else}
      StrCpy $INSTDIR "$PROGRAMFILES\LegacyBridge"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  ; The key that names this folder says for whom it was.
  StrCpy $Scope "all"
  Call un.Context
  ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $Scope "user"
    Call un.Context
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ReadRegStr $0 SHCTX "${KEY}" "Automation"
  ${If} $0 == "1"
    StrCpy $1 "/u"
    Call un.Register
  ${EndIf}
  !include "${REMOVE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\LegacyBridge.lnk"
  DeleteRegKey SHCTX "${KEY}"
SectionEnd
