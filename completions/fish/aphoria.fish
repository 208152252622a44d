# fish completion for aphoria. Made by scripts/generate from the code. Do not edit.

function __aphoria_at --description 'whether the words so far name this command'
    set --local path
    set --local skip no
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word --color --format -C
            set skip yes
        else if contains -- "$path $word" ' version'
            set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end

complete -c aphoria -n '__aphoria_at \'\'' -f -a version -d 'Print the version of aphoria and what it can check.'
complete -c aphoria -n '__aphoria_at \'\'' -s C -r -d 'Run as if started in DIR, as git does.'
complete -c aphoria -n '__aphoria_at \'\'' -l color -x -a 'auto always never' -d 'auto, always or never; NO_COLOR is honoured.'
complete -c aphoria -n '__aphoria_at \'\'' -l no-pager -d 'Do not page long output.'
complete -c aphoria -n '__aphoria_at \'\'' -l no-progress -d 'Show no progress bars.'
complete -c aphoria -n '__aphoria_at \'\'' -l format -x -a 'table json jsonl csv' -d 'table, json, jsonl or csv.'
complete -c aphoria -n '__aphoria_at \'\'' -l version -d 'Print the version and exit.'
complete -c aphoria -n '__aphoria_at \'\'' -l help -s h -d 'Show this message and exit.'
complete -c aphoria -n '__aphoria_at \' version\'' -l short -d 'Only the version, on one line.'
complete -c aphoria -n '__aphoria_at \' version\'' -l format -x -a 'table json jsonl csv' -d 'table, json, jsonl or csv.'
complete -c aphoria -n '__aphoria_at \' version\'' -s C -r -d 'Run as if started in DIR, as git does.'
complete -c aphoria -n '__aphoria_at \' version\'' -l color -x -a 'auto always never' -d 'auto, always or never; NO_COLOR is honoured.'
complete -c aphoria -n '__aphoria_at \' version\'' -l no-pager -d 'Do not page long output.'
complete -c aphoria -n '__aphoria_at \' version\'' -l no-progress -d 'Show no progress bars.'
complete -c aphoria -n '__aphoria_at \' version\'' -l help -s h -d 'Show this message and exit.'
